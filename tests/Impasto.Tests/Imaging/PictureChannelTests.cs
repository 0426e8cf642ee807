using Impasto.Imaging;

namespace Impasto.Tests.Imaging;

/// <summary>Channels and number formats of TIFF files.</summary>
public sealed class PictureChannelTests
{
    // sRGB stores light of 0.2157 as 0.502; see PictureColorSpaceTests.
    private const float Light = 0.2157f, Stored = 0.502f;

    private const string OneLeftOut = "'test': one channel is neither colour nor transparency, and is left out.";

    public static TheoryData<string, float[], float?, string?> Files => new()
    {
        { "8 2 51,102,153", [0.2f, 0.4f, 0.6f], null, null },
        { "8 2 51,102,153,204 extra 2", [0.2f, 0.4f, 0.6f], 0.8f, null },
        { "8 2 51,102,153,204,9 extra 2,0", [0.2f, 0.4f, 0.6f], 0.8f, OneLeftOut },
        { "8 2 51,102,153,9,204 extra 0,2", [0.2f, 0.4f, 0.6f], 0.8f, OneLeftOut },
        { "8 2 51,102,153,204 extra 0", [0.2f, 0.4f, 0.6f], null, OneLeftOut },
        { "8 2 51,102,153,204", [0.2f, 0.4f, 0.6f], null, OneLeftOut },
        { "8 2 51,102,153,4,5,6 extra 0,0,0", [0.2f, 0.4f, 0.6f], null,
            "'test': 3 channels are neither colour nor transparency, and are left out." },
        { "8 1 51,9 extra 0", [0.2f, 0.2f, 0.2f], null, OneLeftOut },
        { "8 1 51,204 extra 2", [0.2f, 0.2f, 0.2f], 0.8f, null },
        { "8 1 51,204,7 extra 2,0", [0.2f, 0.2f, 0.2f], 0.8f, OneLeftOut },
        { "float 1", [Stored, Stored, Stored], null, null },
        { "float 1 extra 2", [Stored, Stored, Stored], 0.5f, null },
        { "float 2", [Stored, Stored, Stored], null, null },
        { "float 2 extra 2", [Stored, Stored, Stored], 0.5f, null },
        { "float 2 extra 0", [Stored, Stored, Stored], null, OneLeftOut },
        { "float 2 extra 2,0", [Stored, Stored, Stored], 0.5f, OneLeftOut },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_surplus_channels_are_left_out(string words, float[] colour, float? alpha, string? note)
    {
        Picture picture = new PictureReader().Decode(Tiff(words), "test");

        for (int channel = 0; channel < 3; channel++)
            Assert.Equal(colour[channel], picture.Pixels[channel * 16], 0.002f);
        Assert.Equal(alpha is null, picture.Alpha is null);
        if (alpha is { } opacity)
            Assert.Equal(opacity, picture.Alpha![0], 0.002f);
        Assert.Equal(note is null ? [] : [note], picture.Origin!.Notes);
    }

    [Fact]
    public void Decode_premultiplied_colours_are_divided_by_alpha()
    {
        byte[] file = new TiffFile(8, 2, [51, 102, 51, 102]) { ExtraSamples = [1] }.Write();

        Picture picture = new PictureReader().Decode(file, "test");

        Assert.Equal([0.5f, 1, 0.5f], new[] { picture.Pixels[0], picture.Pixels[16], picture.Pixels[32] }.Select(
            value => MathF.Round(value * 20) / 20));
        Assert.Equal(0.4f, picture.Alpha![0], 1e-3f);
    }

    [Theory]
    [InlineData(32, 1, new byte[] { 0, 0, 0, 0x40 }, 64 / 255f)]
    [InlineData(16, 2, new byte[] { 0, 0x40 }, 128 / 255f)]
    public void Decode_other_whole_numbers_fill_their_range(int bits, int format, byte[] pixel, float value)
    {
        byte[] file = new TiffFile(bits, 1, pixel) { SampleFormat = format }.Write();

        Assert.Equal(value, new PictureReader().Decode(file, "test").Pixels[0], 0.003f);
    }

    [Fact]
    public void Decode_64_bits_say_so()
    {
        byte[] file = new TiffFile(64, 1, BitConverter.GetBytes(0.5)) { SampleFormat = 3 }.Write();

        var failure = Assert.Throws<PictureException>(() => new PictureReader().Decode(file, "test"));

        Assert.Equal("'test' can't be read: it has 64 bits a channel; supported are up to 32.", failure.Message);
    }

    private static byte[] Tiff(string words)
    {
        string[] parts = words.Split(' ');
        int extraAt = Array.IndexOf(parts, "extra");
        int[]? extra = extraAt < 0 ? null : Numbers(parts[extraAt + 1]);
        if (parts[0] != "float")
        {
            return new TiffFile(8, Numbers(parts[1])[0], [.. Numbers(parts[2]).Select(value => (byte)value)])
            {
                ExtraSamples = extra,
            }.Write();
        }

        int photometric = Numbers(parts[1])[0];
        float[] values =
            [.. Enumerable.Repeat(Light, photometric == 1 ? 1 : 3), .. Enumerable.Repeat(0.5f, extra?.Length ?? 0)];
        return new TiffFile(32, photometric, TiffFile.Floats(values))
        {
            SampleFormat = 3, ExtraSamples = extra,
        }.Write();
    }

    private static int[] Numbers(string text) =>
        [.. text.Split(',').Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))];
}
