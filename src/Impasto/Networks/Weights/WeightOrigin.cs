namespace Impasto.Networks.Weights;

/// <summary>Weights that can be installed by name.</summary>
/// <param name="Name">vgg19 or vgg16.</param>
/// <param name="Url">Where torchvision's file is.</param>
/// <param name="Sha256Prefix">How the file's SHA-256 begins, in hexadecimal.</param>
/// <param name="Bytes">About how long the file is.</param>
public sealed record WeightOrigin(string Name, Uri Url, string Sha256Prefix, long Bytes)
{
    /// <summary>All of them. The prefixes are part of the files' names, as torchvision publishes them.</summary>
    public static IReadOnlyList<WeightOrigin> All { get; } =
    [
        new("vgg19", new Uri("https://download.pytorch.org/models/vgg19-dcbb9e9d.pth"), "dcbb9e9d", 574_673_361),
        new("vgg16", new Uri("https://download.pytorch.org/models/vgg16-397923af.pth"), "397923af", 553_433_881),
    ];

    /// <summary>The origin of that name.</summary>
    /// <exception cref="WeightsException">There is none.</exception>
    public static WeightOrigin Find(string name) => All.FirstOrDefault(origin => origin.Name == name)
        ?? throw new WeightsException(
            $"'{name}' can't be installed: expected {string.Join(" or ", All.Select(origin => origin.Name))}.");
}
