using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Storage;
using Impasto.Text;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Turns a trained student into a weight file that takes plain pixels and gives features of mean 1.</summary>
/// <remarks>
/// Three changes that lose nothing: the centre of the pixels goes into the first bias (exact, since edges are replicated);
/// every channel is divided by its mean activation, which ReLU lets through, so that no channel outweighs others in a content
/// loss; and each map [A b] = U R shrinks to R, since an orthonormal U changes no distance between moments.
/// </remarks>
internal static class StudentExport
{
    // Of the layer's mean: what fires less gets an ordinary kernel.
    private const double LeastShare = 0.01;

    /// <summary>Writes the file in float16, whole or not at all.</summary>
    /// <param name="path">The target, replaced where it exists.</param>
    /// <param name="student">The trained network; not changed.</param>
    /// <param name="teacher">Whose features the maps give.</param>
    /// <param name="styleLayers">Layers whose maps are kept.</param>
    /// <param name="samples">Batches of pictures on which activations are measured.</param>
    /// <param name="record">What to keep about the training.</param>
    public static void Write(
        string path,
        Student student,
        ProjectedTeacher teacher,
        IReadOnlyList<LayerName> styleLayers,
        IReadOnlyList<Tensor> samples,
        IReadOnlyDictionary<string, string> record)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["normalization"] = InputNormalization.Unit.Name,
            ["padding"] = OptionText.Of(PaddingMode.Replicate),
        };
        foreach ((string key, string value) in record)
            metadata[key] = value;
        List<(string, long[], float[])> tensors = [];
        Tensor? inputs = null;
        foreach ((LayerName layer, _, _) in student.Architecture.Convolutions)
        {
            (Tensor kernel, Tensor bias) = Convolution(student, layer, inputs);
            Tensor means = ChannelSizes.Of(Activations(student, layer, samples), kernel, bias, LeastShare);
            Add($"{layer}.weight", kernel / means.reshape(-1, 1, 1, 1));
            Add($"{layer}.bias", bias / means);
            if (styleLayers.Contains(layer))
            {
                Tensor map = Exact(student, $"{layer}.map.weight").flatten(1) * means.unsqueeze(0);
                Tensor shift = Exact(student, $"{layer}.map.bias").unsqueeze(1);
                Tensor both = cat([map, shift], 1).Times(teacher.Scale(layer));
                metadata[$"{layer}.channels"] = $"{teacher.VggChannels(layer)}";
                Tensor triangle = both.shape[0] > both.shape[1] ? linalg.qr(both, linalg.QRMode.Reduced).R : both;
                Add($"{layer}.map.weight", triangle.narrow(1, 0, map.shape[1]));
                Add($"{layer}.map.bias", triangle.narrow(1, map.shape[1], 1).squeeze(1));
            }

            inputs = means;
        }

        AtomicFile.Write(path, overwrite: true, stream => SafetensorsWriter.Write(stream, tensors, metadata, half: true));

        void Add(string name, Tensor values) =>
            tensors.Add((name, values.shape, [.. values.to(ScalarType.Float32).contiguous().data<float>()]));
    }

    private static (Tensor Kernel, Tensor Bias) Convolution(Student student, LayerName layer, Tensor? inputs)
    {
        Tensor kernel = Exact(student, $"{layer}.weight");
        Tensor bias = Exact(student, $"{layer}.bias");
        if (inputs is null)
            bias = bias.Plus(kernel.sum([1, 2, 3]), -Student.Centre);
        else
            kernel *= inputs.reshape(1, -1, 1, 1);
        return (kernel, bias);
    }

    // In main memory: what is small gains nothing on a GPU, and Apple's have no float64.
    private static Tensor Exact(Student student, string name) => student.Parameters[name].cpu().to(ScalarType.Float64);

    private static Tensor Activations(Student student, LayerName layer, IReadOnlyList<Tensor> samples)
    {
        using DisposeScope scope = NewDisposeScope();
        return stack(samples.Select(pictures => student.Features(pictures, layer)[layer].mean([0, 2, 3])))
            .mean([0]).cpu().to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
