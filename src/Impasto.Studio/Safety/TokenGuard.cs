using System.Security.Cryptography;
using System.Text;
using Impasto.Studio.Web;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>Lets in who shows the token: programs in a header, the page in a cookie that it gets for ?token=.</summary>
internal sealed class TokenGuard
{
    private const string Cookie = "impasto";
    private const string Field = "token";

    private readonly RequestDelegate _next;
    private readonly byte[] _token;
    private readonly string _cookie;

    /// <param name="next">What comes after.</param>
    /// <param name="settings">With a token.</param>
    public TokenGuard(RequestDelegate next, StudioSettings settings)
    {
        _next = next;
        _token = Digest(settings.Token!);
        // Not the token itself: whoever sees the cookie can't use it elsewhere.
        _cookie = Convert.ToHexString(Digest($"cookie {settings.Token}"));
    }

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.Path == "/" && (string?)request.Query[Field] is { Length: > 0 } shown)
            return EnterAsync(context, shown);
        string? bearer = request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header[7..] : null;
        bool isIn = (bearer is not null && Same(Digest(bearer), _token))
            || (request.Cookies[Cookie] is { } cookie && Same(Digest(cookie), Digest(_cookie)))
            || request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
        if (isIn)
            return _next(context);
        if (request.Path == "/")
            return PageFiles.WriteAsync(context, "sign-in.html", StatusCodes.Status401Unauthorized);
        // The sign-in page's own looks, and nothing else.
        return request.Path == "/studio.css"
            ? _next(context)
            : ProblemAnswers.WriteAsync(context, StatusCodes.Status401Unauthorized, "This studio wants its token: Authorization: Bearer TOKEN.");
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

    // Digests have one length, so that the time tells nothing of the token's either.
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static bool Same(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);
}
