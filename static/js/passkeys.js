// Passkeys (WebAuthn): adds one, signs in with one, confirms with one. The page says which by data-passkey on a form whose
// hidden field "credential" takes the browser's answer; what the server asks of the browser lies in #passkey-options, or
// behind data-passkey-options where it has to be fresh.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list) => (list ?? []).map((known) => ({ ...known, id: toBytes(known.id) }));

function creation({ publicKey }) {
  return {
    ...publicKey,
    challenge: toBytes(publicKey.challenge),
    user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
    excludeCredentials: withBytes(publicKey.excludeCredentials),
    authenticatorSelection: {
      ...publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function request({ publicKey }) {
  return {
    ...publicKey,
    challenge: toBytes(publicKey.challenge),
    allowCredentials: withBytes(publicKey.allowCredentials),
  };
}

function asJson(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  if (response.attestationObject) {
    answer.attestationObject = toText(response.attestationObject);
    answer.transports = response.getTransports?.() ?? [];
  } else {
    answer.authenticatorData = toText(response.authenticatorData);
    answer.signature = toText(response.signature);
    answer.userHandle = response.userHandle ? toText(response.userHandle) : null;
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
  };
}

async function options(form) {
  if (!form.dataset.passkeyOptions) return JSON.parse(document.getElementById("passkey-options").textContent);
  const response = await fetch(form.dataset.passkeyOptions, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`options: ${response.status}`);
  return response.json();
}

async function ask(form) {
  const asked = await options(form);
  if (form.dataset.passkey === "add") {
    return navigator.credentials.create({ publicKey: creation(asked.creation_options) });
  }
  return navigator.credentials.get({ publicKey: request(asked.request_options) });
}

// Why this browser, or this address, cannot do it: the name of the sentence in the page that says so.
function obstacle() {
  if (/^[\d.]+$|^\[/.test(location.hostname)) return "ip";
  if (!window.isSecureContext) return "insecure";
  if (!window.PublicKeyCredential) return "unsupported";
  return "";
}

function show(box, name) {
  for (const sentence of box.querySelectorAll("[data-passkey-says]")) {
    sentence.hidden = sentence.dataset.passkeySays !== name;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button[type=submit]");
  const why = obstacle();
  if (why) {
    button.disabled = true;
    show(form, why);
    continue;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    show(form, "");
    try {
      form.elements.credential.value = JSON.stringify(asJson(await ask(form)));
      form.submit();
    } catch (error) {
      // NotAllowedError: the person said no, or waited too long. InvalidStateError: this device has one already.
      show(form, { NotAllowedError: "stopped", InvalidStateError: "known" }[error.name] ?? "failed");
      button.removeAttribute("aria-busy");
    }
  });
}
