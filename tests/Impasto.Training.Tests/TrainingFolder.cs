using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Tests;

namespace Impasto.Training.Tests;

/// <summary>A small teacher with VGG-19's layers and a few pictures to learn on, in a folder of their own.</summary>
internal sealed class TrainingFolder : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public TrainingFolder()
    {
        Teacher = WriteTeacher("teacher.safetensors", VggLayers.Of(5, 1));
        Images = File("images");
        Directory.CreateDirectory(Images);
        for (int i = 0; i < 3; i++)
            PictureWriter.Write(TestPictures.Noise(80 + (7 * i), 72, seed: i), Path.Combine(Images, $"{i}.png"));
    }

    public string Teacher { get; }

    public string Images { get; }

    /// <summary>A training of a few small steps.</summary>
    public DistillOptions Options(int steps) => new()
    {
        Teachers = [Teacher],
        Images = [Images],
        Architecture = new StudentArchitecture([.. Enumerable.Repeat(16, StudentArchitecture.Layers.Count)]),
        EarlySteps = 0,
        Steps = steps,
        Batch = 4,
        Crop = 64,
        CheckpointEvery = 2,
    };

    /// <summary>Writes the teacher's weights up to a layer and gives the file's path.</summary>
    public string WriteTeacher(string name, LayerName last)
    {
        List<NamedTensor> tensors = [];
        foreach (Convolution convolution in TestNetworks.Vgg(seed: 2, width: 16).Convolutions)
        {
            long[] shape = [convolution.Outputs, convolution.Inputs, 3, 3];
            tensors.Add(new NamedTensor($"{convolution.Layer}.weight", shape, convolution.Kernel));
            tensors.Add(new NamedTensor($"{convolution.Layer}.bias", [convolution.Outputs], convolution.Bias));
            if (convolution.Layer == last)
                break;
        }

        TensorFile.Write(File(name), tensors, new Dictionary<string, string> { ["normalization"] = "torchvision" });
        return File(name);
    }

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();
}
