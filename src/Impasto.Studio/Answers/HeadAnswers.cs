using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Answers;

/// <summary>
/// Lets every address that answers GET answer HEAD as well. The server leaves the body out, whatever is written to it.
/// </summary>
internal sealed class HeadAnswers(RequestDelegate next)
{
    private static readonly object Key = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Items[Key] = true;
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }

    /// <summary>True if only the headers were asked for.</summary>
    public static bool AreWanted(HttpContext context) => context.Items.ContainsKey(Key);
}
