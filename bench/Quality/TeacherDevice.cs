using Impasto.Engines;
using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Bench.Quality;

/// <summary>Runs the teacher in place of a network that takes plain pixels.</summary>
internal sealed class TeacherDevice : ComputeDevice
{
    private static readonly LayerName LastOfVgg = VggLayers.Of(3, 4);

    private readonly Network _vgg;
    private readonly Network _encoder;
    private readonly CpuDevice _device;

    /// <summary>Loads both parts.</summary>
    /// <param name="vggFile">VGG-19's weights up to conv3_4 or further.</param>
    /// <param name="encoderFile">The encoder of Collaborative Distillation.</param>
    /// <param name="device">Does the work.</param>
    public TeacherDevice(string vggFile, string encoderFile, CpuDevice device)
    {
        _vgg = OnPlainPixels(NetworkLoader.Load(vggFile).Network);
        _encoder = EncoderNetwork.Load(encoderFile);
        _device = device;
        Shape = ShapeOf(_vgg, _encoder);
    }

    /// <summary>Loads both parts from the files of a call.</summary>
    /// <param name="files">Both files; that of the encoder has 16x in its name.</param>
    /// <param name="device">Does the work.</param>
    public static TeacherDevice Of(IReadOnlyList<string> files, CpuDevice device)
    {
        string encoder = EncoderOf(files);
        return new TeacherDevice(files.First(file => file != encoder), encoder, device);
    }

    /// <summary>The encoder's file.</summary>
    public static string EncoderOf(IReadOnlyList<string> files) =>
        files.Single(file => file.Contains("16x", StringComparison.Ordinal));

    public override string Name => "teacher";

    /// <summary>A network with the teacher's layers and their channels; its weights are zeros and never used.</summary>
    public Network Shape { get; }

    public override IEngine Open(Network network, EngineSettings settings)
    {
        EngineSettings replicated = settings with { Padding = PaddingMode.Replicate };
        return new TeacherEngine(
            _device.Open(_vgg, replicated), LastOfVgg, _device.Open(_encoder, replicated), _encoder.Maps);
    }

    private static Network ShapeOf(Network vgg, Network encoder)
    {
        List<Convolution> convolutions = [];
        int inputs = 3;
        foreach (Convolution part in vgg.Convolutions.Where(part => IsShallow(part.Layer))
            .Concat(encoder.Convolutions.Where(part => !IsShallow(part.Layer))))
        {
            bool isMapped = !IsShallow(part.Layer) && encoder.Maps.ContainsKey(part.Layer);
            int outputs = isMapped ? encoder.Maps[part.Layer].Outputs : part.Outputs;
            float[] kernel = new float[9 * inputs * outputs];
            convolutions.Add(new Convolution(part.Layer, inputs, outputs, kernel, new float[outputs]));
            inputs = outputs;
        }

        return Network.Vgg("teacher", convolutions, InputNormalization.Unit, PaddingMode.Replicate, vgg.Sha256);
    }

    private static bool IsShallow(LayerName layer) => VggLayers.IsUpTo(layer, LastOfVgg);

    // The normalisation is folded into the first convolution: exact, since edges are replicated.
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

        return Network.Vgg(
            network.Name,
            [new Convolution(first.Layer, 3, first.Outputs, kernel, bias), .. network.Convolutions.Skip(1)],
            InputNormalization.Unit,
            PaddingMode.Replicate,
            network.Sha256);
    }
}
