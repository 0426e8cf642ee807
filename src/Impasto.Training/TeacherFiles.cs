using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace Impasto.Training;

/// <summary>Makes one teacher of the weight files that somebody has.</summary>
internal static class TeacherFiles
{
    private const string AuxiliaryMark = "conv11_aux.weight";

    private static readonly LayerName ContentLayer = new(4, 2);

    // Where the early layers end: the teacher that knows the deep layers says what these need of them.
    private static readonly LayerName HandOver = new(3, 2);

    // The layers that styles are compared at, and the one that contents are.
    private static readonly LayerName[] Taught =
        [new(1, 1), new(2, 1), new(3, 1), HandOver, new(4, 1), ContentLayer, new(5, 1)];

    /// <summary>Loads the files: VGG-19 gives every layer that it reaches, the 16 times smaller encoder the deeper ones.</summary>
    /// <param name="files">Weight files in any order.</param>
    /// <param name="device">What does the work.</param>
    /// <param name="layers">Which layers; null for those that a student learns.</param>
    /// <exception cref="ImpastoException">A file can't be used, or the files do not reach the last layer.</exception>
    public static ITeacher Load(IReadOnlyList<string> files, TorchDevice device, IReadOnlyList<LayerName>? layers = null)
    {
        List<ITeacher> parts = [];
        string? auxiliary = files.FirstOrDefault(file => TensorFile.Open(file).Tensors.ContainsKey(AuxiliaryMark));
        LayerName[] open = [.. layers ?? Taught];
        foreach (string file in files.Where(file => file != auxiliary))
        {
            Network network = NetworkLoader.Load(file).Network;
            LayerName[] reached = [.. open.Where(layer => network.Convolutions.Any(convolution => convolution.Layer == layer))];
            if (!reached.Contains(ContentLayer) && auxiliary is not null)
                reached = [.. reached.Except([HandOver])];
            if (reached.Length > 0)
                parts.Add(new VggTeacher(network, reached, device));
            open = [.. open.Except(reached)];
        }

        if (open.Length > 0 && auxiliary is null)
            throw new ImpastoException($"The teachers have no {string.Join(", ", open)}: expected VGG-19's weights up to conv5_1, or the 16 times smaller encoder for its deeper layers.");
        if (open.Length > 0)
            parts.Insert(0, new AuxiliaryTeacher(Tensors(auxiliary!, device.Tensors), open));
        return new CombinedTeacher(parts);
    }

    private static Dictionary<string, Tensor> Tensors(string file, Device device)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, TensorEntry entry) in TensorFile.Open(file).Tensors)
        {
            using DisposeScope scope = NewDisposeScope();
            tensors[name] = tensor(entry.Read(), entry.Shape).to(device).DetachFromDisposeScope();
        }

        return tensors;
    }
}
