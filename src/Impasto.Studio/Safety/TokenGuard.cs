using System.Security.Cryptography;
using System.Text;
using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Safety;

/// <summary>
/// Admits clients that show the token: programs in a header, the page in a cookie that it gets for ?token=.
/// </summary>
internal sealed partial class TokenGuard : IDisposable
{
    private const string Cookie = "impasto";
    private const string Field = "token";
    private const string Scheme = "Bearer ";

    private const string Challenge = "Bearer realm=\"Impasto Studio\"";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _tries = new(1);
    private readonly ILogger<TokenGuard> _logger;
    private readonly TimeProvider _clock;
    private readonly RequestDelegate _next;
    private readonly StudioSettings _settings;
    private readonly byte[] _token;
    private readonly string _cookie;

    /// <param name="next">The next middleware.</param>
    /// <param name="settings">Settings with a token.</param>
    /// <param name="logger">Where failed tries go.</param>
    public TokenGuard(RequestDelegate next, StudioSettings settings, ILogger<TokenGuard> logger)
    {
        _logger = logger;
        _clock = settings.Clock;
        _next = next;
        _settings = settings;
        _token = Digest(settings.Token!);
        // Not the token itself: a stolen cookie can't be used elsewhere.
        _cookie = Convert.ToHexString(Digest($"cookie {settings.Token}"));
    }

    public void Dispose() => _tries.Dispose();

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.Path == "/" && (string?)request.Query[Field] is { Length: > 0 } shown)
            return EnterAsync(context, shown);
        if (IsAdmitted(request) || request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            return _next(context);
        if (request.Path == "/")
            return SignInAsync(context);
        // The sign-in page needs its style sheet.
        return request.Path == "/studio.css"
            ? _next(context)
            : RefuseAsync(context);
    }

    private async Task RefuseAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        // Whoever shows nothing has not failed yet.
        if (request.Headers.Authorization.Count > 0 || request.Cookies.ContainsKey(Cookie))
            await SlowAsync(context);
        context.Response.Headers.WWWAuthenticate = Challenge;
        await ProblemAnswers.WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            "This studio needs its token: Authorization: Bearer TOKEN.");
    }

    // One failed try after the other, however many come at once. Whoever has the token waits for nobody.
    private async Task SlowAsync(HttpContext context)
    {
        LogFailure(_logger, context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address");
        await _tries.WaitAsync(context.RequestAborted);
        try
        {
            await Task.Delay(Pause, _clock, context.RequestAborted);
        }
        finally
        {
            _tries.Release();
        }
    }

    private bool IsAdmitted(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.Ordinal) && Same(Digest(header[Scheme.Length..]), _token))
            return true;
        // A page of another site must not act with the cookie of whoever looks at it.
        return request.Cookies[Cookie] is { } cookie
            && !CrossOrigin.IsAllowed(_settings, request)
            && Same(Digest(cookie), Digest(_cookie));
    }

    private static Task SignInAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Challenge;
        return PageFiles.WriteAsync(context, "sign-in.html", StatusCodes.Status401Unauthorized);
    }

    private async Task EnterAsync(HttpContext context, string shown)
    {
        if (!Same(Digest(shown), _token))
        {
            await SlowAsync(context);
            await SignInAsync(context);
            return;
        }

        context.Response.Cookies.Append(Cookie, _cookie, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = IsSecure(context.Request), Path = "/",
        });
        context.Response.Redirect("/");
    }

    // A proxy that does TLS says so. Who forges this only keeps the cookie from themselves.
    private static bool IsSecure(HttpRequest request) =>
        request.IsHttps || request.Headers["X-Forwarded-Proto"] == "https";

    // Digests have the same length, so that the time of the comparison does not depend on the token's length.
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static bool Same(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);

    [LoggerMessage(LogLevel.Warning, "A wrong token came from {Address}")]
    private static partial void LogFailure(ILogger logger, string address);
}
