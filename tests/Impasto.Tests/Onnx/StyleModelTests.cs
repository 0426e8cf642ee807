using Impasto.Imaging;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Impasto.Tests.Onnx;

/// <summary>The exported file in ONNX Runtime against the library's own engine.</summary>
public sealed class StyleModelTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly LearnedStyle _style;
    private readonly string _file;

    public StyleModelTests()
    {
        TestStyles.Write(_folder.File("a.style"), seed: 3);
        _style = LearnedStyle.Load(_folder.File("a.style"));
        _file = _folder.File("a.onnx");
        _style.ExportOnnx(_file);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(256, 256)]
    [InlineData(511, 333)]
    [InlineData(1024, 64)]
    [InlineData(64, 1024)]
    [InlineData(9, 7)]
    public void Export_gives_the_pixels_of_the_engine(int width, int height)
    {
        Picture photo = Smooth(width, height);

        float[] found = OnRuntime(photo);

        Picture wanted = Painted(photo, held: true);
        double contrast = wanted.Pixels.Max() - wanted.Pixels.Min();
        Assert.True(contrast > 0.2, "The picture is flat: there is nothing to compare.");
        Assert.InRange(Furthest(wanted.Pixels, found), 0, 1e-3);
        // The same without held moments is another picture.
        Assert.InRange(Furthest(Painted(photo, held: false).Pixels, found), 0.01, 1);
    }

    [Fact]
    public void Export_names_sizes_texts_and_nothing_that_normalises()
    {
        using var session = new InferenceSession(_file);

        Assert.Equal([1, 3, -1, -1], session.InputMetadata["photo"].Dimensions);
        Assert.Equal([1, 3, -1, -1], session.OutputMetadata["picture"].Dimensions);
        Assert.Equal(_style.Record.License, session.ModelMetadata.CustomMetadataMap["license"]);
        Assert.Equal("waves.jpg", session.ModelMetadata.CustomMetadataMap["painting"]);
        string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_file));
        Assert.DoesNotContain("Normalization", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ReduceMean", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_does_not_replace_a_file_unless_it_may()
    {
        var failure = Assert.Throws<FileException>(() => _style.ExportOnnx(_file));

        Assert.True(failure.AlreadyExists);
        _style.ExportOnnx(_file, overwrite: true);
    }

    private float[] OnRuntime(Picture photo)
    {
        using var session = new InferenceSession(_file);
        var pixels = new DenseTensor<float>(photo.Pixels, [1, 3, photo.Height, photo.Width]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
            session.Run([NamedOnnxValue.CreateFromTensor("photo", pixels)]);
        Tensor<float> made = results.Single().AsTensor<float>();
        Assert.Equal([1, 3, photo.Height, photo.Width], made.Dimensions.ToArray());
        return [.. made];
    }

    private Picture Painted(Picture photo, bool held)
    {
        using var glance = new Glance(_style, new CpuDevice(1)) { HoldsMoments = held };
        var options = new StylizeOptions { Sizing = new SizingOptions { Size = null } };
        return glance.Paint(
            new StylizeTask(photo, [], options), cancellation: TestContext.Current.CancellationToken);
    }

    // Forms of some pixels, as a photograph has them, and a little noise.
    private static Picture Smooth(int width, int height)
    {
        var random = new Random(1);
        float[] pixels =
        [
            .. from c in Enumerable.Range(0, 3)
               from y in Enumerable.Range(0, height)
               from x in Enumerable.Range(0, width)
               let form = 0.3 * Math.Sin((x * 0.11) + c) * Math.Cos(y * 0.07)
               select (float)(0.4 + form + (0.2 * random.NextDouble())),
        ];
        return new Picture(width, height, pixels);
    }

    private static double Furthest(float[] left, float[] right) =>
        left.Zip(right, (a, b) => Math.Abs((double)a - b)).Max();
}
