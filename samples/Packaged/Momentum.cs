using Impasto.Checkpoints;
using Impasto.Optimizers;
using Impasto.Storage;

namespace Impasto.Samples.Packaged;

/// <summary>An optimiser of one's own: each step goes against an average of the gradients.</summary>
/// <remarks>m = b m + (1 - b) g; x -= rate m / rms(m), with the root mean square rms.</remarks>
internal sealed class Momentum(MomentumOptions options, OptimizerRoom room) : IOptimizer
{
    private const int Piece = 1 << 16;

    private readonly PixelBuffer _gradient = room.Vector();
    private readonly PixelBuffer _average = room.Vector();

    public LossValue Step(IObjective objective, PixelBuffer point)
    {
        LossValue loss = objective.Evaluate(point, _gradient);
        // A diverged objective must leave the point unchanged.
        if (!double.IsFinite(loss.Total))
            return loss;
        float memory = (float)options.Memory;
        double squares = 0;
        Change(_average, _gradient, (average, gradient) =>
        {
            float value = (memory * average) + ((1 - memory) * gradient);
            squares += (double)value * value;
            return value;
        });
        double size = Math.Max(Math.Sqrt(squares / point.Length), 1e-30);
        float rate = (float)(options.LearningRate * room.StepFactor / size);
        Change(point, _average, (value, average) => value - (rate * average));
        return loss;
    }

    // The whole state: a checkpoint of the run then continues exactly.
    public void Exchange(CheckpointState state) => state.Values("average", _average);

    private static void Change(PixelBuffer target, PixelBuffer source, Func<float, float, float> change)
    {
        for (long at = 0; at < target.Length; at += Piece)
        {
            int count = (int)Math.Min(Piece, target.Length - at);
            float[] to = new float[count], from = new float[count];
            target.Read(at, to);
            source.Read(at, from);
            for (int i = 0; i < count; i++)
                to[i] = change(to[i], from[i]);
            target.Write(at, to);
        }
    }
}
