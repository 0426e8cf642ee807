namespace Impasto.Imaging;

/// <summary>A colour, sRGB-encoded as the values of a <see cref="Picture"/> are.</summary>
/// <param name="Red">Red, 0 to 1.</param>
/// <param name="Green">Green, 0 to 1.</param>
/// <param name="Blue">Blue, 0 to 1.</param>
public readonly record struct PictureColor(float Red, float Green, float Blue);
