// Stands in for https://js.stripe.com/dahlia/stripe.js in PaymentElementIT: the few calls that the page makes, in the shape that Stripe
// documents. Like the real one it keeps the card in a frame of its own origin and confirms at api.stripe.com.
window.Stripe = (publishableKey) => ({
  elements: ({ clientSecret }) => {
    const frame = document.createElement("iframe");
    let number = "";
    addEventListener("message", ({ origin, data }) => {
      if (origin === "https://js.stripe.com") {
        number = data;
      }
    });
    const heard = {};
    frame.title = "Secure payment input frame";
    frame.src = "https://js.stripe.com/dahlia/fields.html";
    frame.onload = () => heard.ready?.();
    return {
      clientSecret,
      number: () => number,
      create: () => ({
        on: (name, listener) => { heard[name] = listener; },
        mount: (place) => place.append(frame),
        destroy: () => frame.remove(),
        focus: () => frame.focus(),
        update: () => undefined,
      }),
    };
  },
  confirmPayment: async ({ elements, confirmParams, redirect }) => {
    if (redirect !== "if_required") {
      throw new Error("redirect");
    }
    const form = new URLSearchParams({
      key: publishableKey,
      client_secret: elements.clientSecret,
      return_url: confirmParams.return_url,
      "payment_method_data[type]": "card",
      "payment_method_data[card][number]": elements.number(),
    });
    const intentId = elements.clientSecret.split("_secret_")[0];
    const response = await fetch(`https://api.stripe.com/v1/payment_intents/${intentId}/confirm`, { method: "POST", body: form });
    const answer = await response.json();
    if (!response.ok) {
      return { error: answer.error };
    }
    if (answer.status === "requires_action") {
      location.assign(answer.next_action.redirect_to_url.url);
      return new Promise(() => undefined);
    }
    return { paymentIntent: answer };
  },
});
