namespace Impasto.Networks.Weights;

/// <summary>Weights in the store.</summary>
/// <param name="Name">vgg19, or another name they were installed under.</param>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Identity of the weights as recorded when they were installed.</param>
/// <param name="Source">Where they came from.</param>
public sealed record InstalledWeights(string Name, string Path, long Bytes, string Sha256, string Source);
