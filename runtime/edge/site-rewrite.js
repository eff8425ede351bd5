/*
 * CloudFront function of a static site (viewer request, runtime cloudfront-js-2.0).
 *
 * Maps what people type to the files that exist, on the static behaviour only: what an API answers never passes here.
 * A line that declares `cleanUrls` and `pages` is put in front of it. No `export`, `for…of`, destructuring or optional
 * chaining: the runtime is not a browser's.
 */
// CloudFront calls it by this name.
// oxlint-disable-next-line no-unused-vars
function handler(event) {
  const request = event.request;
  // Two slashes or a backslash at the start would turn a redirect into one to another host.
  const path = request.uri.replace(/^[/\\]+/, "/");

  // Files that have no ending by their standards, such as those that associate an app with the domain.
  if (path.indexOf("/.well-known/") === 0) {
    request.uri = path;
    return request;
  }
  const ending = path.length > 1 && path.charAt(path.length - 1) === "/";
  const page = cleanUrls ? path.replace(/(\/index)?\.html$/, "") : path;
  if (page !== path) return redirect(page === "" ? "/" : page, request.querystring);
  if (cleanUrls && ending) return redirect(path.replace(/[/\\]+$/, "") || "/", request.querystring);

  const last = path.slice(path.lastIndexOf("/") + 1);
  if (/\.[A-Za-z0-9]{1,11}$/.test(last)) {
    request.uri = path;
    return request;
  }
  const name = ending ? path.slice(1, -1) : path.slice(1);
  request.uri = pages.indexOf(name) === -1 ? "/index.html" : "/" + name + ".html";
  return request;
}

function redirect(path, query) {
  const location = path + written(query);
  return {
    statusCode: 301,
    statusDescription: "Moved Permanently",
    headers: { location: { value: location }, "cache-control": { value: "no-cache" } },
  };
}

/* CloudFront hands over values as they were written, so they are not encoded once more. */
function written(query) {
  const pairs = [];
  Object.keys(query).forEach(function (name) {
    const values = query[name].multiValue || [query[name]];
    values.forEach(function (one) {
      pairs.push(one.value === "" ? name : name + "=" + one.value);
    });
  });
  return pairs.length === 0 ? "" : "?" + pairs.join("&");
}
