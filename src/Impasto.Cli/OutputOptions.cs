namespace Impasto.Cli;

/// <summary>How files are written.</summary>
/// <param name="Depth">8 or 16 bits; null takes the format's usual.</param>
/// <param name="Quality">Of JPEG and WebP.</param>
/// <param name="Force">Whether existing files may be replaced.</param>
internal sealed record OutputOptions(int? Depth = null, int Quality = 95, bool Force = false);
