using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Points;
using Impasto.Tiles;

namespace Impasto.Tests.Objectives;

public sealed class PixelSpaceTests
{
    // One pixel: red 1, green 0.5, blue 0.
    private static readonly Picture Orange = new(1, 1, [1, 0.5f, 0]);

    public static TheoryData<string, PixelScaleMode> Spaces
    {
        get
        {
            var data = new TheoryData<string, PixelScaleMode>();
            foreach (InputNormalization normalization in InputNormalization.All)
            {
                foreach (PixelScaleMode scale in Enum.GetValues<PixelScaleMode>())
                    data.Add(normalization.Name, scale);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Decode_encoded_picture_gives_it_back(string normalization, PixelScaleMode scale)
    {
        var space = new PixelSpace(InputNormalization.Parse(normalization), scale);
        var picture = new Picture(3, 2, TestNetworks.Values(new Random(1), 18, 0.3));

        float[] found = space.Decode(space.Encode(picture));

        for (int i = 0; i < found.Length; i++)
            Assert.Equal(picture.Pixels[i], found[i], 1e-6f);
    }

    [Fact]
    public void ToInput_caffe_takes_blue_first_and_subtracts_the_mean()
    {
        var space = new PixelSpace(InputNormalization.Caffe, PixelScaleMode.NetworkInput);

        NetworkInput input = space.ToInput(space.Encode(Orange), 1, 1);

        Assert.Equal([0 - 103.939f, 127.5f - 116.779f, 255 - 123.68f], input.Values);
    }

    [Theory]
    [InlineData(PixelScaleMode.Rgb)]
    [InlineData(PixelScaleMode.NetworkInput)]
    public void ToInput_torchvision_is_centred_and_divided_in_any_scale(PixelScaleMode scale)
    {
        var space = new PixelSpace(InputNormalization.Torchvision, scale);

        NetworkInput input = space.ToInput(space.Encode(Orange), 1, 1);

        Assert.Equal([(1 - 0.485f) / 0.229f, (0.5f - 0.456f) / 0.224f, (0 - 0.406f) / 0.225f], input.Values);
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void AddGradient_agrees_with_differences(string normalization, PixelScaleMode scale)
    {
        var space = new PixelSpace(InputNormalization.Parse(normalization), scale);
        float[] point = [0.25f, 0.5f, 0.75f, 1, -0.5f, 0.125f], slopes = [1, -2, 3, -4, 5, -6];
        float[] gradient = [10, 10, 10, 10, 10, 10];

        space.AddGradient(slopes, new PixelArea(0, 0, 2, 1), TileGrid.Of(2, 1, 2, default), gradient);

        // A function of the network's input with these slopes, and 10 for every value that stood there before.
        double[] expected = Differences.Of(point, 1 / 16f, () =>
            space.ToInput(point, 2, 1).Values.Zip(slopes, (x, s) => (double)x * s).Sum()
                + (10 * point.Sum(x => (double)x)));
        Differences.AssertClose(expected, gradient, 2e-5);
    }
}
