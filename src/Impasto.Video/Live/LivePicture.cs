using Impasto.Imaging;

namespace Impasto.Video.Live;

/// <summary>A picture that came.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Name">Its file's name; in a stream its number among those that were given, of six digits.</param>
public sealed record LivePicture(Picture Picture, string Name);
