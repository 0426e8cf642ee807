using System.Security.Cryptography;
using NetVips;

namespace Impasto.Bench.Compare;

/// <summary>What the runs work with: the samples' pictures, and what is made here from seeds.</summary>
internal sealed class Materials
{
    private readonly string _pictures, _made;

    /// <summary>Makes what is missing.</summary>
    /// <param name="pictures">The folder with the sample pictures.</param>
    /// <param name="cache">The folder that keeps what is made.</param>
    public Materials(string pictures, string cache)
    {
        _pictures = Path.GetFullPath(pictures);
        _made = Path.GetFullPath(Path.Combine(cache, "made"));
        Directory.CreateDirectory(_made);
        MakeNetwork("tiny.safetensors", seed: 1, block => 8 * Math.Min(4, 1 << (block - 1)));
        MakeNetwork("wide.safetensors", seed: 2, block => Math.Min(512, 64 << (block - 1)));
        MakeTransparentCat();
        Identity = HashOfPictures();
    }

    /// <summary>Changes when a picture changes: 16 hexadecimal digits.</summary>
    public string Identity { get; }

    /// <summary>Empties a run's folder and puts the links <c>pictures</c> and <c>made</c> into it.</summary>
    public void Prepare(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        Directory.CreateSymbolicLink(Path.Combine(folder, "pictures"), _pictures);
        Directory.CreateSymbolicLink(Path.Combine(folder, "made"), _made);
    }

    private string HashOfPictures()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(_pictures).Order(StringComparer.Ordinal))
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private void MakeNetwork(string name, int seed, Func<int, int> channels)
    {
        string path = Path.Combine(_made, name);
        if (!File.Exists(path))
            RandomNetwork.Write(path, seed, channels);
    }

    // Half transparent to the left, opaque to the right.
    private void MakeTransparentCat()
    {
        string path = Path.Combine(_made, "half-cat.png");
        if (File.Exists(path))
            return;
        using Image cat = Image.NewFromFile(Path.Combine(_pictures, "cat.jpg"));
        using Image columns = Image.Xyz(cat.Width, cat.Height)[0];
        using Image alpha = columns.Linear([255.0 / cat.Width], [0]).Cast(Enums.BandFormat.Uchar);
        using Image both = cat.Bandjoin(alpha);
        both.Pngsave(path);
    }
}
