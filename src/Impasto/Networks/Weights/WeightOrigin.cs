namespace Impasto.Networks.Weights;

/// <summary>Weights that can be installed by name.</summary>
/// <param name="Name">vgg19 or vgg16, as torchvision trained them; with -caffe, the original ones.</param>
/// <param name="Url">Where the file is.</param>
/// <param name="Sha256Prefix">How the file's SHA-256 begins, in hexadecimal.</param>
/// <param name="Bytes">About how long the file is.</param>
public sealed record WeightOrigin(string Name, Uri Url, string Sha256Prefix, long Bytes)
{
    /// <summary>
    /// All of them. The prefixes are part of the files' names, as torchvision and jcjohnson/pytorch-vgg publish them.
    /// </summary>
    public static IReadOnlyList<WeightOrigin> All { get; } =
    [
        new("vgg19", new Uri("https://download.pytorch.org/models/vgg19-dcbb9e9d.pth"), "dcbb9e9d", 574_673_361),
        new("vgg16", new Uri("https://download.pytorch.org/models/vgg16-397923af.pth"), "397923af", 553_433_881),
        new(
            "vgg19-caffe",
            new Uri("https://web.eecs.umich.edu/~justincj/models/vgg19-d01eb7cb.pth"), "d01eb7cb", 574_673_361),
        new(
            "vgg16-caffe",
            new Uri("https://web.eecs.umich.edu/~justincj/models/vgg16-00b39a1b.pth"), "00b39a1b", 553_433_881),
    ];

    /// <summary>The origin of that name.</summary>
    /// <exception cref="WeightsException">There is none.</exception>
    public static WeightOrigin Find(string name) => All.FirstOrDefault(origin => origin.Name == name)
        ?? throw new WeightsException(
            $"'{name}' can't be installed: expected {string.Join(", ", All.Select(origin => origin.Name))}.");
}
