using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Impasto.Studio.Safety;

/// <summary>Reads the form with which a page signs in.</summary>
internal static class SignInForm
{
    private const string Field = "token";
    private const int MostBytes = 10_000;

    /// <summary>The token in the form; empty if there is none, or no form.</summary>
    public static async Task<string> ReadAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
            return "";
        // Whoever sends this is unknown.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostBytes;
        try
        {
            IFormCollection form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return form[Field].ToString().Trim();
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }
}
