using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Studio.Clips;

/// <summary>What a clip says of itself before a part of it is chosen.</summary>
/// <param name="Info">What its file says.</param>
/// <param name="Frames">Number of frames; null if the file does not say.</param>
/// <param name="First">The first frame.</param>
internal sealed record ClipFacts(ClipInfo Info, int? Frames, Picture First);
