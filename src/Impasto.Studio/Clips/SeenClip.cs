using Impasto.Imaging;

namespace Impasto.Studio.Clips;

/// <summary>An uploaded clip that is within the limits.</summary>
/// <param name="Clip">What is to be done, with the length and the rate.</param>
/// <param name="Size">Columns and rows of a frame.</param>
/// <param name="First">The first frame of the part that is painted.</param>
internal sealed record SeenClip(RunClip Clip, PictureSize Size, Picture First);
