using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Teachers;

/// <summary>Makes one teacher from several weight files.</summary>
internal static class TeacherFiles
{
    private const string AuxiliaryMark = "conv11_aux.weight";

    // The last early layer is taught by the teacher that has the deep layers: they are fed from it.
    private static readonly LayerName[] Taught =
        [.. StudentLayers.InOrder([.. StudentLayers.Styles, StudentLayers.LastEarly, StudentLayers.Content])];

    /// <summary>
    /// Loads the files: VGG-19 gives every layer that its file reaches, the 16 times smaller encoder the deeper ones.
    /// </summary>
    /// <param name="files">Weight files in any order.</param>
    /// <param name="device">Where tensors lie.</param>
    /// <param name="layers">The layers to give; null for those that a student learns.</param>
    /// <exception cref="WeightsException">A file can't be used, or the files lack one of the layers.</exception>
    public static ITeacher Load(
        IReadOnlyList<string> files, TorchDevice device, IReadOnlyList<LayerName>? layers = null)
    {
        List<ITeacher> parts = [];
        string? auxiliary = files.FirstOrDefault(file => TensorFile.Open(file).Tensors.ContainsKey(AuxiliaryMark));
        LayerName[] open = [.. layers ?? Taught];
        foreach (string file in files.Where(file => file != auxiliary))
        {
            Network network = NetworkLoader.Load(file).Network;
            LayerName[] reached = [.. open.Where(layer => network.Has(layer))];
            if (!reached.Contains(StudentLayers.Content) && auxiliary is not null)
                reached = [.. reached.Except([StudentLayers.LastEarly])];
            if (reached.Length > 0)
                parts.Add(new VggTeacher(network, reached, device));
            open = [.. open.Except(reached)];
        }

        if (open.Length > 0 && auxiliary is null)
        {
            throw new WeightsException(
                $"The teachers have no {string.Join(", ", open)}: expected VGG-19's weights up to conv5_1, "
                + "or the 16 times smaller encoder for its deeper layers.");
        }

        if (open.Length > 0)
            parts.Insert(0, new AuxiliaryTeacher(Tensors(auxiliary!, device.TensorDevice), open));
        return new CombinedTeacher(parts);
    }

    private static Dictionary<string, Tensor> Tensors(string file, Device device)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var weights = TensorFile.Open(file);
        foreach ((string name, TensorEntry entry) in weights.Tensors)
        {
            using DisposeScope scope = NewDisposeScope();
            tensors[name] = tensor(weights.Read(name), [.. entry.Shape]).to(device).DetachFromDisposeScope();
        }

        return tensors;
    }
}
