namespace Impasto.Studio.Storage;

/// <summary>Where files are in an S3-compatible store: a bucket, and what every key begins with.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">What every key begins with: empty, or a text that ends in a slash.</param>
internal sealed record S3Address(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Reads s3://BUCKET or s3://BUCKET/PREFIX; null if it is something else.</summary>
    public static S3Address? Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        string[] parts = text[Scheme.Length..].Split('/', 2);
        string prefix = parts.Length == 2 ? parts[1].Trim('/') : "";
        bool isBucket = parts[0].Length is >= 3 and <= 63
            && parts[0].All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)
                || letter is '-' or '.');
        return isBucket ? new S3Address(parts[0], prefix.Length == 0 ? "" : $"{prefix}/") : null;
    }

    /// <summary>The address as it is given.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}".TrimEnd('/');
}
