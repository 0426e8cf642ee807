namespace Impasto.Studio.Sharing;

/// <summary>A painting of a recipe.</summary>
/// <param name="Picture">The painting.</param>
/// <param name="Weight">Its share, as the field weight of a run.</param>
internal sealed record SharedPainting(SharedPicture Picture, double Weight);
