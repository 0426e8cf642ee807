using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Tests.Networks.Weights;

namespace Impasto.Tests.Networks.Files;

/// <summary>
/// Damaged files are loaded or refused in one sentence; nothing else may happen, and nothing large be allocated.
/// </summary>
public sealed class TensorFileFuzzTests
{
    private const long MostAllocated = 8_000_000;

    public static TheoryData<string> Files =>
        ["small-old.pth", "small-zip.pth", "small-protocol4.pth", "checkpoint.pth", "safetensors"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_undamaged_is_no_refusal(string name)
    {
        Assert.Null(Refused(Original(name)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_cut_off_anywhere_is_refused(string name)
    {
        byte[] whole = Original(name);
        for (int length = 0; length < whole.Length; length++)
        {
            string? message = Refused(whole[..length]);
            Assert.True(message is not null, $"the first {length} bytes of {name} were taken for the whole");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_with_any_byte_changed_is_loaded_or_refused(string name)
    {
        byte[] bytes = Original(name);
        var random = new Random(name.Length);
        int refused = 0;
        // Two of three, so that it stays quick; which ones differs from file to file.
        for (int at = 0; at < bytes.Length; at += random.Next(1, 3))
        {
            byte before = bytes[at];
            bytes[at] ^= (byte)random.Next(1, 256);
            refused += Refused(bytes) is null ? 0 : 1;
            bytes[at] = before;
        }

        // Changed values cannot be noticed; most of what leads to them can.
        Assert.InRange(refused, bytes.Length / 15, bytes.Length);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_with_pieces_swapped_is_loaded_or_refused(string name)
    {
        byte[] whole = Original(name);
        var random = new Random(11);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                int length = random.Next(1, 40), from = random.Next(bytes.Length - length),
                    to = random.Next(bytes.Length - length);
                whole.AsSpan(from, length).CopyTo(bytes.AsSpan(to));
            }

            Refused(bytes);
        }
    }

    private static byte[] Original(string name) =>
        name == "safetensors" ? StateTensor.Safetensors() : Fixture.Bytes(name);

    private static string? Refused(byte[] content)
    {
        const string path = "some/weights.pth";
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? message = null;
        try
        {
            NetworkLoader.Load(TensorFile.Open(path, () => new MemoryStream(content)), path, "weights.pth");
        }
        catch (ImpastoException failure)
        {
            message = failure.Message;
            Assert.Contains(path, message, StringComparison.Ordinal);
            Refusal.RequireSentence(message);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        return message;
    }
}
