namespace Impasto.Studio;

/// <summary>Reads the origins of <see cref="StudioSettings.CrossOrigins"/>.</summary>
public static class StudioOrigin
{
    /// <summary>An origin as browsers write it; null if the text is none.</summary>
    /// <param name="text">Scheme, host and port if it is not the usual one: https://app.example:8443.</param>
    public static string? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool isUrl = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";
        if (!isUrl)
            return null;
        string origin = url!.GetLeftPart(UriPartial.Authority);
        return url.UserInfo.Length == 0
            && string.Equals(text.TrimEnd('/'), origin, StringComparison.OrdinalIgnoreCase)
                ? origin
                : null;
    }
}
