/** "49.99", "usd" → "$49.99"; yen have no cents. A currency that the browser doesn't know is shown as it is. */
export function money(amount, currency) {
  const code = currency.toUpperCase();
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency: code }).format(amount);
  } catch {
    return `${amount} ${code}`;
  }
}

/** "49.99" times 3 is "149.97", digit for digit: as binary fractions it would be 149.97000000000003. */
export function times(price, count) {
  const [whole, fraction = ""] = price.split(".");
  const digits = String(BigInt(whole + fraction) * BigInt(count)).padStart(fraction.length + 1, "0");
  return fraction === "" ? digits : `${digits.slice(0, -fraction.length)}.${digits.slice(-fraction.length)}`;
}
