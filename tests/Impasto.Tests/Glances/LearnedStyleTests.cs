using Impasto.Imaging;
using Impasto.Networks.Files;

namespace Impasto.Tests.Glances;

public sealed class LearnedStyleTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string _file;

    public LearnedStyleTests()
    {
        _file = _folder.File("a.style");
        TestStyles.Write(_file, seed: 1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_gives_the_record_that_was_written()
    {
        LearningRecord? written = null;
        TestStyles.Write(_file, seed: 1, record => written = record with { Minutes = 1.25, Painting = "ä \"b\".png" });

        Assert.Equal(written, LearnedStyle.Load(_file).Record);
    }

    [Fact]
    public void IsStyle_looks_into_the_file()
    {
        File.Copy(_file, _folder.File("renamed.jpg"));
        TestStyles.WriteDecoder(_folder.File("b.style"), seed: 1);
        File.WriteAllText(_folder.File("text.style"), "no style");

        Assert.True(LearnedStyle.IsStyle(_file));
        Assert.True(LearnedStyle.IsStyle(_folder.File("renamed.jpg")));
        foreach (string other in (string[])["b.style", "text.style", "missing.style", ""])
            Assert.False(LearnedStyle.IsStyle(_folder.File(other)), other);
    }

    [Theory]
    [InlineData("decode2_1.weight", "decode2_1")]
    [InlineData("painting.deep.gram", "painting.deep.gram")]
    [InlineData("photographs.colors.mean", "photographs.colors.mean")]
    public void Load_without_a_tensor_names_it(string missing, string named)
    {
        TensorFile file = TensorFile.Open(_file);
        NamedTensor[] rest = [.. file.Tensors.Values.Where(entry => entry.Name != missing)
            .Select(entry => new NamedTensor(entry.Name, entry.Shape, file.Read(entry.Name)))];
        TensorFile.Write(_file, rest, file.Metadata);

        var failure = Assert.Throws<WeightsException>(() => LearnedStyle.Load(_file));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains(_file, failure.Message, StringComparison.Ordinal);
    }

    // Values that no features have would overflow on their way to a map.
    [Theory]
    [InlineData("painting.deep.mean", 0, 1e30f)]
    [InlineData("painting.fine.mean", 3, 4f)]
    [InlineData("photographs.deep.gram", 0, 1e30f)]
    [InlineData("photographs.colors.gram", 1, -100f)]
    [InlineData("painting.colors.gram", 8, -1f)]
    public void Load_of_moments_that_no_features_have_is_refused(string tensor, int index, float value)
    {
        TensorFile file = TensorFile.Open(_file);
        NamedTensor[] changed = [.. file.Tensors.Values
            .Select(entry => new NamedTensor(entry.Name, entry.Shape, file.Read(entry.Name)))];
        changed.Single(one => one.Name == tensor).Values[index] = value;
        TensorFile.Write(_file, changed, file.Metadata);

        var failure = Assert.Throws<WeightsException>(() => LearnedStyle.Load(_file));

        Assert.Equal(
            $"The file '{_file}' can't be used: {tensor[..tensor.LastIndexOf('.')]} are no moments of features.",
            failure.Message);
    }

    [Fact]
    public void Load_of_a_style_of_another_network_says_so()
    {
        TestStyles.Write(_file, seed: 1, record => record with { NetworkSha256 = new string('0', 64) });

        Assert.Contains(
            "another network", Assert.Throws<WeightsException>(() => LearnedStyle.Load(_file)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Paint_takes_no_painting_and_no_colours_that_need_one()
    {
        using var glance = new Glance(LearnedStyle.Load(_file), new CpuDevice(1));
        Picture photo = TestPictures.Noise(40, 32, seed: 1);
        var options = new StylizeOptions { Sizing = new SizingOptions { Size = null } };
        StylizeTask task = new(photo, [], options);

        Assert.Throws<InvalidOptionsException>(() => Paint(task with { Styles = [new WeightedStyle(photo)] }));
        Assert.Throws<InvalidOptionsException>(() => Paint(Colored(ColorMode.Match)));
        Assert.Throws<InvalidOptionsException>(() => Paint(Colored(ColorMode.Tint)));
        Picture grey = Paint(Colored(ColorMode.Grey)), made = Paint(task);
        int count = made.Width * made.Height;
        Assert.Equal(grey.Pixels[..count], grey.Pixels[count..(2 * count)]);
        Assert.NotEqual(made.Pixels[..count], made.Pixels[count..(2 * count)]);

        Picture Paint(StylizeTask one) => glance.Paint(one, 100, TestContext.Current.CancellationToken);

        StylizeTask Colored(ColorMode mode) =>
            task with { Options = options with { Color = options.Color with { Mode = mode } } };
    }

    // A part of a photograph has other moments than the whole: only held ones leave its middle as it was.
    [Fact]
    public void Paint_with_held_moments_gives_a_part_of_a_photograph_the_pixels_of_the_whole()
    {
        const int Side = 320, Cut = 256, Inside = 128;
        var style = LearnedStyle.Load(_file);
        Picture photo = TestPictures.Noise(Side, Side, seed: 1);
        for (int i = 0; i < photo.Pixels.Length; i++)
            photo.Pixels[i] *= (float)(i % Side) / Side;
        float[] part =
        [
            .. from c in Enumerable.Range(0, 3)
               from y in Enumerable.Range(0, Cut)
               from x in Enumerable.Range(0, Cut)
               select photo.Pixels[(((c * Side) + y) * Side) + x],
        ];

        Assert.InRange(Difference(held: true), 0, 1e-5);
        Assert.InRange(Difference(held: false), 1e-3, 1);

        double Difference(bool held)
        {
            using var glance = new Glance(style, new CpuDevice(1)) { HoldsMoments = held };
            Picture whole = Paint(glance, photo), cut = Paint(glance, new Picture(Cut, Cut, part));
            return Enumerable.Range(64, Inside - 64).Max(y => Enumerable.Range(64, Inside - 64).Max(x =>
                Math.Abs((double)whole.Pixels[(y * Side) + x] - cut.Pixels[(y * Cut) + x])));
        }
    }

    private static Picture Paint(Glance glance, Picture photo) => glance.Paint(
        new StylizeTask(photo, [], new StylizeOptions { Sizing = new SizingOptions { Size = null } }),
        100,
        TestContext.Current.CancellationToken);
}
