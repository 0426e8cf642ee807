using Impasto.Imaging;
using Impasto.Torch;
using Impasto.Training;

namespace Impasto.Samples.Packaged;

/// <summary>Package Impasto.Training: lists the options that a training lacks.</summary>
internal static class TrainingSample
{
    public static void Run()
    {
        var options = new DistillOptions();
        Console.WriteLine(
            $"Impasto.Training: {options.EarlySteps} + {options.Steps} steps, widths {options.Architecture}");
        foreach (OptionProblem problem in options.Validate())
            Console.WriteLine($"    {problem}");
    }

    /// <summary>Trains a network; needs weights, pictures and hours, so that the sample only compiles it.</summary>
    internal static int Train(IProgress<DistillProgress> progress, CancellationToken cancellation)
    {
        var task = new DistillTask
        {
            Options = new DistillOptions { Teachers = ["vgg19.pth"], Images = ["photos", "paintings"] },
            Output = "mine.safetensors",
            Checkpoint = "mine.checkpoint",
        };
        int steps = Distillation.Run(task, TorchDevice.Parse("auto"), progress, cancellation);
        return steps;
    }

    /// <summary>Learns a style; needs a decoder and minutes, so that the sample only compiles it.</summary>
    internal static LearnResult Learn(IProgress<LearnProgress> progress, CancellationToken cancellation)
    {
        var task = new LearnTask
        {
            Options = new LearnOptions { Photos = ["photos"], Minutes = 5 },
            Painting = new PictureReader().Read("waves.jpg"),
            PaintingName = "waves.jpg",
            Decoder = "look.safetensors",
            Output = "waves.style",
            Checkpoint = "waves.style.checkpoint",
        };
        LearnResult result = StyleLearning.Run(task, TorchDevice.Parse("cpu"), progress, cancellation);
        return result;
    }
}
