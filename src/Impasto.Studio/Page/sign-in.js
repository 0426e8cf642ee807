// Signs in with the token after # of the address that the studio prints. That part of an address is not sent to servers.

const form = document.querySelector('form');
const token = new URLSearchParams(location.hash.slice(1)).get('token');
// This page stands at that address only as the answer to a wrong token.
document.getElementById('wrong').hidden = location.pathname !== '/sign-in';
if (token) {
  history.replaceState(null, '', '/');
  form.elements.token.value = token;
  form.submit();
}
