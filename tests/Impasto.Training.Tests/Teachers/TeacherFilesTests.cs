using Impasto.Training.Teachers;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Torch;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Teachers;

[Collection("libtorch")]
public sealed class TeacherFilesTests
{
    private static readonly TorchDevice Cpu = TorchDevice.Parse("cpu", 1);

    [Fact]
    public void Load_encoder_takes_over_where_vgg_ends()
    {
        using var folder = new TrainingFolder();
        string shallow = folder.WriteTeacher("shallow.safetensors", VggLayers.Of(3, 4));

        using ITeacher teacher = TeacherFiles.Load([shallow, WriteEncoder(folder)], Cpu);

        // Widths of the small VGG; of the encoder 4 channels, or twice 6 behind a map, with and without a ReLU.
        Assert.Equal(
            [
                ("conv1_1", 16), ("conv2_1", 32), ("conv3_1", 64), ("conv3_2", 4), ("conv4_1", 12), ("conv4_2", 4),
                ("conv5_1", 12),
            ],
            teacher.Channels.OrderBy(pair => pair.Key, VggLayers.Order)
                .Select(pair => (pair.Key.ToString(), pair.Value)));
        Assert.Equal(6, teacher.VggChannels(VggLayers.Of(5, 1)));
    }

    [Fact]
    public void Load_whole_vgg_needs_no_encoder()
    {
        using var folder = new TrainingFolder();

        using ITeacher teacher = TeacherFiles.Load([WriteEncoder(folder), folder.Teacher], Cpu);

        Assert.Equal(64, teacher.Channels[VggLayers.Of(3, 2)]);
        Assert.Equal(teacher.Channels[VggLayers.Of(5, 1)], teacher.VggChannels(VggLayers.Of(5, 1)));
    }

    [Fact]
    public void Features_of_the_plain_engine_are_those_of_libtorch()
    {
        using var folder = new TrainingFolder();
        using var scope = NewDisposeScope();
        using ITeacher teacher = TeacherFiles.Load([folder.Teacher], Cpu);
        Tensor pictures = rand([2, 3, 48, 32], generator: new Generator(3));

        Dictionary<LayerName, Tensor> plain = teacher.Features(pictures, VggLayers.Of(4, 1));
        Dictionary<LayerName, Tensor> wanted = teacher.Channels.Keys
            .Where(layer => VggLayers.IsUpTo(layer, VggLayers.Of(4, 1)))
            .ToDictionary(layer => layer, layer => ByLibtorch(teacher.Convolutions(layer, pictures)[0]));

        Assert.Equal(wanted.Keys.Order(VggLayers.Order), plain.Keys.Order(VggLayers.Order));
        Assert.All(wanted, pair => Assert.True(
            ((plain[pair.Key] - pair.Value).norm() / pair.Value.norm()).item<float>() < 1e-5, $"{pair.Key} differs"));
    }

    private static Tensor ByLibtorch(TeacherConvolution last)
    {
        Tensor padded = nn.functional.pad(last.Input, [1, 1, 1, 1], TorchSharp.PaddingModes.Replicate);
        return nn.functional.conv2d(padded, last.Kernel, last.Bias).relu();
    }

    // The encoder's tensors with 4 channels everywhere, and maps to 6 at the layers of styles.
    private static string WriteEncoder(TrainingFolder folder)
    {
        var random = new Random(5);
        List<NamedTensor> tensors = [];
        Add("conv0", 3, 3, 1);
        int inputs = 3;
        foreach (LayerName layer in StudentArchitecture.Layers)
        {
            Add(layer.Text.Replace("_", "", StringComparison.Ordinal), 4, inputs, 3);
            inputs = 4;
            if (VggLayers.IsFirstOfBlock(layer))
                Add(layer.Text.Replace("_", "", StringComparison.Ordinal) + "_aux", 6, 4, 1);
        }

        TensorFile.Write(folder.File("encoder.safetensors"), tensors, new Dictionary<string, string>());
        return folder.File("encoder.safetensors");

        void Add(string name, int outputs, int from, int side)
        {
            float[] kernel = Values(outputs * from * side * side);
            tensors.Add(new NamedTensor($"{name}.weight", [outputs, from, side, side], kernel));
            tensors.Add(new NamedTensor($"{name}.bias", [outputs], Values(outputs)));
        }

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.4))];
    }
}
