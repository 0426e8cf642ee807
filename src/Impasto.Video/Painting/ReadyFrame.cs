using Impasto.Imaging;

namespace Impasto.Video.Painting;

/// <summary>A frame that may be written.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Source">Number of the frame whose result it has: itself, or one before it with the same bits.</param>
/// <param name="Result">The result; null if it is read from its file.</param>
internal sealed record ReadyFrame(int Number, int Source, Picture? Result);
