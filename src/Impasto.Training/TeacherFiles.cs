using Impasto.Networks;
using Impasto.Networks.Files;
using TorchSharp;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace Impasto.Training;

/// <summary>Makes one teacher of the weight files that somebody has.</summary>
internal static class TeacherFiles
{
    private const string AuxiliaryMark = "conv11_aux.weight";

    private static readonly LayerName ContentLayer = new(4, 2);

    // The layers that styles are compared at, the one that contents are, and the last one below the third pooling.
    private static readonly LayerName[] Wanted =
        [new(1, 1), new(2, 1), new(3, 1), new(3, 4), new(4, 1), ContentLayer, new(5, 1)];

    /// <summary>Loads the files: VGG-19 gives every layer that it reaches, the 16 times smaller encoder the deeper ones.</summary>
    /// <exception cref="ImpastoException">A file can't be used, or the files do not reach conv5_1.</exception>
    public static ITeacher Load(IReadOnlyList<string> files, Device device)
    {
        List<ITeacher> parts = [];
        LayerName[] open = Wanted;
        string? auxiliary = null;
        foreach (string file in files)
        {
            if (TensorFile.Open(file).Tensors.ContainsKey(AuxiliaryMark))
            {
                auxiliary = file;
                continue;
            }

            Network network = NetworkLoader.Load(file).Network;
            LayerName[] reached = [.. open.Where(layer => network.Convolutions.Any(convolution => convolution.Layer == layer))];
            if (reached.Length > 0)
                parts.Add(new VggTeacher(network, reached, device));
            open = [.. open.Except(reached)];
        }

        if (open.Length > 0 && auxiliary is null)
            throw new ImpastoException($"The teachers have no {string.Join(", ", open)}: expected VGG-19's weights up to conv5_1, or the 16 times smaller encoder for its deeper layers.");
        if (open.Length > 0)
            parts.Insert(0, new AuxiliaryTeacher(Tensors(auxiliary!, device), open));
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
