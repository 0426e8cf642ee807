namespace Impasto.Video.Flow.Search;

/// <summary>How well a patch fits at a displacement.</summary>
/// <param name="U">Pixels to the right.</param>
/// <param name="V">Pixels down.</param>
/// <param name="Error">Sum of the squared differences less their mean.</param>
/// <param name="ByX">Sum of the differences times the horizontal gradient.</param>
/// <param name="ByY">Sum of the differences times the vertical gradient.</param>
internal readonly record struct PatchError(float U, float V, float Error, float ByX, float ByY);
