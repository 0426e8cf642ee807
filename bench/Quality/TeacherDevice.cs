using Impasto.Engines;
using Impasto.Networks;
using Impasto.Torch;
using Impasto.Training;
using TorchSharp;

namespace Impasto.Bench.Quality;

/// <summary>Runs the teacher itself in the place of any network that takes plain pixels.</summary>
internal sealed class TeacherDevice(IReadOnlyList<string> files, TorchDevice device) : Device
{
    public override string Name => "teacher";

    public override IEngine Open(Network network, EngineSettings settings) =>
        new TorchEngine(network, new Teacher(TeacherFiles.Load(files, device.Tensors)), device, torch.ScalarType.Float32);

    /// <summary>A network that has the teacher's layers by name; its weights are never used.</summary>
    public static Network Names()
    {
        Network compact = NetworkCatalog.Compact().Network;
        return new Network("teacher", compact.Convolutions, InputNormalization.Unit, PaddingMode.Replicate, compact.Sha256);
    }
}
