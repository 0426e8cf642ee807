using Impasto.Engines;
using Impasto.Networks;

namespace Impasto.Bench.Quality;

/// <summary>Runs the teacher itself in the place of any network that takes plain pixels.</summary>
/// <param name="vggFile">VGG-19's weights up to conv3_4 or further.</param>
/// <param name="encoderFile">The encoder of Collaborative Distillation.</param>
/// <param name="device">What does the work.</param>
internal sealed class TeacherDevice(string vggFile, string encoderFile, CpuDevice device) : Device
{
    private static readonly LayerName LastOfVgg = new(3, 4);

    public override string Name => "teacher";

    public override IEngine Open(Network network, EngineSettings settings)
    {
        EngineSettings replicated = settings with { Padding = PaddingMode.Replicate };
        Network vgg = OnPlainPixels(NetworkLoader.Load(vggFile).Network), encoder = EncoderNetwork.Load(encoderFile);
        return new TeacherEngine(device.Open(vgg, replicated), LastOfVgg, device.Open(encoder, replicated), encoder.Maps);
    }

    /// <summary>A network that has the teacher's layers by name; its weights are never used.</summary>
    public static Network Names()
    {
        Network compact = NetworkCatalog.Compact().Network;
        return new Network("teacher", compact.Convolutions, InputNormalization.Unit, PaddingMode.Replicate, compact.Sha256);
    }

    // The normalisation goes into the first convolution: exact, since edges are replicated.
    private static Network OnPlainPixels(Network network)
    {
        Convolution first = network.Convolutions[0];
        InputNormalization normalization = network.Normalization;
        float[] kernel = new float[first.Kernel.Length], bias = [.. first.Bias];
        for (int i = 0; i < kernel.Length; i++)
        {
            int output = i / 27, channel = i / 9 % 3, tap = i % 9;
            double weight = first.Kernel[i] / normalization.Deviation[channel];
            kernel[(((output * 3) + normalization.Order[channel]) * 9) + tap] = (float)(weight * normalization.Scale);
            bias[output] -= (float)(weight * normalization.Mean[channel]);
        }

        return new Network(
            network.Name,
            [new Convolution(first.Layer, 3, first.Outputs, kernel, bias), .. network.Convolutions.Skip(1)],
            InputNormalization.Unit,
            PaddingMode.Replicate,
            network.Sha256);
    }
}
