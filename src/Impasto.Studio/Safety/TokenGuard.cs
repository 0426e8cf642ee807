using System.Net;
using Impasto.Studio.Answers;
using Impasto.Studio.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Safety;

/// <summary>
/// Admits clients that show a token: programs in a header, the page in a cookie that it gets for signing in.
/// </summary>
/// <remarks>A token never stands in an address of a request: proxies and browsers keep those.</remarks>
internal sealed partial class TokenGuard
{
    private const string Cookie = "impasto";
    private const string Scheme = "Bearer ";
    private const string SignIn = "/sign-in", SignOut = "/sign-out";
    private const string Challenge = "Bearer realm=\"Impasto Studio\"";

    // The name of a token in the store; that of the settings has none.
    private const string OwnName = "";

    // What the sign-in page needs.
    private static readonly string[] Open = ["/studio.css", "/sign-in.js", "/icon.svg"];

    private readonly RequestDelegate _next;
    private readonly StudioSettings _settings;
    private readonly TokenStore _tokens;
    private readonly TokenWatch _watch;
    private readonly SlowTries _tries;
    private readonly ILogger<TokenGuard> _logger;
    private readonly string? _token;
    private readonly string? _cookie;

    /// <param name="next">The next middleware.</param>
    /// <param name="settings">The settings, which may have a token.</param>
    /// <param name="tokens">The tokens in the store.</param>
    /// <param name="watch">Serves those who showed one of these.</param>
    /// <param name="tries">Slows failed tries.</param>
    /// <param name="logger">Where tries go.</param>
    public TokenGuard(
        RequestDelegate next,
        StudioSettings settings,
        TokenStore tokens,
        TokenWatch watch,
        SlowTries tries,
        ILogger<TokenGuard> logger)
    {
        (_next, _settings, _tokens, _watch, _tries, _logger) = (next, settings, tokens, watch, tries, logger);
        if (settings.Token is not { } token)
            return;
        _token = TokenDigest.Of(token);
        _cookie = TokenDigest.Of(TokenDigest.Cookie(token));
    }

    public async Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isPost = HttpMethods.IsPost(request.Method);
        if (isPost && request.Path == SignIn)
            await EnterAsync(context);
        else if (isPost && request.Path == SignOut)
            Leave(context);
        else if (request.Path == SignIn)
            context.Response.Redirect("/");
        else if (IsOpen(request.Path))
            await _next(context);
        else if (await NameAsync(request) is not { } name)
            await RefuseAsync(context);
        else if (name == OwnName)
            await _next(context);
        else
            await _watch.ServeAsync(context, name, _next);
    }

    private static bool IsOpen(PathString path) => path.StartsWithSegments("/health", StringComparison.Ordinal)
        || Open.Contains(path.Value, StringComparer.Ordinal);

    private async Task RefuseAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        // Whoever shows nothing has not failed yet.
        bool hasFailed = request.Headers.Authorization.Count > 0 || request.Cookies.ContainsKey(Cookie);
        if (hasFailed && !await SlowAsync(context))
            return;
        if (request.Path == "/")
        {
            await ShowAsync(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = Challenge;
        await ProblemAnswers.WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            "This studio needs a token: Authorization: Bearer TOKEN.");
    }

    private async Task<bool> SlowAsync(HttpContext context)
    {
        IPAddress? address = context.Connection.RemoteIpAddress;
        if (await _tries.WaitAsync(address, context.RequestAborted))
        {
            LogFailure(_logger, Text(address));
            return true;
        }

        await ProblemAnswers.WriteAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            "Too many wrong tokens came from your address: try again later.");
        return false;
    }

    // The name of the token that the request shows; null if it shows none, or a wrong one.
    private async Task<string?> NameAsync(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.Ordinal)
            && await NameOfAsync(header[Scheme.Length..]) is { } name)
        {
            return name;
        }

        // A page of another site must not act with the cookie of whoever looks at it.
        if (request.Cookies[Cookie] is not { } cookie || CrossOrigin.IsAllowed(_settings, request))
            return null;
        return _cookie is not null && TokenDigest.Same(TokenDigest.Of(cookie), _cookie)
            ? OwnName
            : await _tokens.FindByCookieAsync(cookie);
    }

    private async Task<string?> NameOfAsync(string token) =>
        _token is not null && TokenDigest.Same(TokenDigest.Of(token), _token)
            ? OwnName
            : await _tokens.FindAsync(token);

    private static Task ShowAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Challenge;
        return PageFiles.WriteAsync(context, "sign-in.html", StatusCodes.Status401Unauthorized);
    }

    private async Task EnterAsync(HttpContext context)
    {
        string token = await SignInForm.ReadAsync(context.Request);
        if (await NameOfAsync(token) is not { } name)
        {
            if (await SlowAsync(context))
                await ShowAsync(context);
            return;
        }

        LogEntry(_logger, name == OwnName ? "the studio's own token" : name, Text(context.Connection.RemoteIpAddress));
        context.Response.Cookies.Append(Cookie, TokenDigest.Cookie(token), Kind(context.Request));
        SeeOther(context);
    }

    private static void Leave(HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie, Kind(context.Request));
        SeeOther(context);
    }

    // Unlike 302, 303 is always followed by GET.
    private static void SeeOther(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }

    private static CookieOptions Kind(HttpRequest request) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/",
    };

    private static string Text(IPAddress? address) => address?.ToString() ?? "an unknown address";

    [LoggerMessage(LogLevel.Warning, "A wrong token came from {Address}")]
    private static partial void LogFailure(ILogger logger, string address);

    [LoggerMessage(LogLevel.Information, "{Name} signed in from {Address}")]
    private static partial void LogEntry(ILogger logger, string name, string address);
}
