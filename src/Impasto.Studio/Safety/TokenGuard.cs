using System.Security.Cryptography;
using System.Text;
using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>
/// Admits clients that show the token: programs in a header, the page in a cookie that it gets for ?token=.
/// </summary>
internal sealed class TokenGuard
{
    private const string Cookie = "impasto";
    private const string Field = "token";
    private const string Scheme = "Bearer ";

    private readonly RequestDelegate _next;
    private readonly byte[] _token;
    private readonly string _cookie;

    /// <param name="next">The next middleware.</param>
    /// <param name="settings">Settings with a token.</param>
    public TokenGuard(RequestDelegate next, StudioSettings settings)
    {
        _next = next;
        _token = Digest(settings.Token!);
        // Not the token itself: a stolen cookie can't be used elsewhere.
        _cookie = Convert.ToHexString(Digest($"cookie {settings.Token}"));
    }

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.Path == "/" && (string?)request.Query[Field] is { Length: > 0 } shown)
            return EnterAsync(context, shown);
        if (IsAdmitted(request) || request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            return _next(context);
        if (request.Path == "/")
            return PageFiles.WriteAsync(context, "sign-in.html", StatusCodes.Status401Unauthorized);
        // The sign-in page needs its style sheet.
        return request.Path == "/studio.css"
            ? _next(context)
            : ProblemAnswers.WriteAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "This studio needs its token: Authorization: Bearer TOKEN.");
    }

    private bool IsAdmitted(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return (header.StartsWith(Scheme, StringComparison.Ordinal) && Same(Digest(header[Scheme.Length..]), _token))
            || (request.Cookies[Cookie] is { } cookie && Same(Digest(cookie), Digest(_cookie)));
    }

    private Task EnterAsync(HttpContext context, string shown)
    {
        if (!Same(Digest(shown), _token))
            return PageFiles.WriteAsync(context, "sign-in.html", StatusCodes.Status401Unauthorized);
        context.Response.Cookies.Append(Cookie, _cookie, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/",
        });
        context.Response.Redirect("/");
        return Task.CompletedTask;
    }

    // Digests have the same length, so that the time of the comparison does not depend on the token's length.
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static bool Same(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);
}
