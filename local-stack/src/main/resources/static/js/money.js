/** "49.99", "usd" → "$49.99". A currency that the browser doesn't know is shown as it is. */
export function money(amount, currency) {
  const code = currency.toUpperCase();
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency: code }).format(amount);
  } catch {
    return `${amount} ${code}`;
  }
}
