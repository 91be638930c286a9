// 3-D Secure: the customer proves on the bank's page who they are. The page is the bank's, so the whole window goes there; before
// that a dialog says why. It is modal: the focus stays in it, Escape closes it, and the focus goes back to where it was.

import { byId } from "./dom.js";

const dialog = byId("bank");
let address;

byId("bank-go").addEventListener("click", () => location.assign(address));
byId("bank-later").addEventListener("click", () => dialog.close());

/** @param whenClosed called when the customer doesn't go now */
export function ask(redirectUrl, price, whenClosed) {
  address = redirectUrl;
  byId("bank-amount").textContent = price;
  dialog.onclose = whenClosed;
  dialog.showModal();
  byId("bank-go").focus();
}

export function dismiss() {
  dialog.onclose = null;
  if (dialog.open) {
    dialog.close();
  }
}
