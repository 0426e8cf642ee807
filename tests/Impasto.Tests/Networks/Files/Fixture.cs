using Impasto.Networks.Files;

namespace Impasto.Tests.Networks.Files;

/// <summary>The files that PyTorch itself wrote; Data/README.md tells what is in them.</summary>
internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Data", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    /// <summary>The values by which every tensor in the files was filled.</summary>
    public static float[] Values(int offset, int count) =>
        [.. Enumerable.Range(0, count).Select(k => ((((7 * k) + offset) % 31) - 15) / 16f)];

    public static void RequireSmall(TensorFile file, string prefix = "")
    {
        Require(file, $"{prefix}features.0.weight", [4, 3, 3, 3], 0);
        Require(file, $"{prefix}features.0.bias", [4], 1);
        Require(file, $"{prefix}features.2.weight", [5, 4, 3, 3], 2);
        Require(file, $"{prefix}features.2.bias", [5], 3);
    }

    private static void Require(TensorFile file, string key, long[] shape, int offset)
    {
        TensorEntry tensor = file.Tensors[key];
        Assert.Equal(shape, tensor.Shape);
        Assert.Equal(Values(offset, (int)tensor.Count), tensor.Read());
    }
}
