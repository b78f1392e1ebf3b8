// Buttons of the ribbon: each shows the task pane and runs its macro there, where progress and
// outcome are seen. The names are those of the manifest. A classic script, loaded by base.html.
(function () {
  const element = document.getElementById("xlevent");
  if (!element) return; // another page, such as a message box
  for (const macro of JSON.parse(element.textContent).macros) {
    Office.actions.associate(`xlevent.${macro.name}`, async (event) => {
      try {
        await Office.addin.showAsTaskpane();
        const pane = await globalThis.xleventPane;
        pane.start(macro.name);
      } catch (error) {
        console.error(error);
      } finally {
        event.completed();
      }
    });
  }
  globalThis.xleventPane = new Promise((resolve) => {
    globalThis.xleventReady = resolve;
  });
})();
