using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Impasto.Cli.Queue;

/// <summary>Everything that a picture depends on, as one number; names of files are not among it.</summary>
/// <remarks>A file is read once, however many pictures of one call depend on it.</remarks>
internal sealed class QueueKeys
{
    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);

    /// <summary>The key of a request.</summary>
    /// <param name="request">Files, options, format.</param>
    /// <param name="network">Identity of the weights.</param>
    /// <exception cref="ImpastoException">A file can't be read.</exception>
    public string Of(StylizeRequest request, string network)
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in StylizeOptionCatalog.Read(request.Options))
            text.AppendLine($"{name}={value}");
        text.AppendLine($"{network} {request.Normalization} {request.Writing.Depth} {request.Writing.Quality} {Path.GetExtension(request.Output)}");
        foreach (string source in new[] { request.Content, request.Start }.OfType<string>())
            text.AppendLine(_hashes.GetOrAdd(source, Hash));
        foreach (StyleSource style in request.Styles)
            text.AppendLine(CultureInfo.InvariantCulture, $"{_hashes.GetOrAdd(style.Picture, Hash)} {style.Weight:R}");
        AppendExtra(text, request.Extra);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private void AppendExtra(StringBuilder text, ExtraPictures extra)
    {
        // Names are changed into hashes, so that the regions' own text tells everything.
        ExtraPictures hashed = extra.Rename(name => _hashes.GetOrAdd(name, Hash));
        foreach (RegionSource region in hashed.Regions)
            text.AppendLine($"region {region}");
        if (hashed.StyleMask is { } mask)
            text.AppendLine($"style-mask {mask}");
        if (hashed.StyleRegion is { } crop)
            text.AppendLine($"style-region {crop}");
        if (hashed.FineStyle is { } fine)
            text.AppendLine($"fine-style {fine}");
    }

    // What lies on the web is known by its address.
    private static string Hash(string source)
    {
        if (source.Contains("://", StringComparison.Ordinal))
            return source;
        try
        {
            using FileStream file = File.OpenRead(source);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"'{source}' can't be read: {failure.ReadReason(source)}.", failure);
        }
    }
}
