namespace Impasto.Optimization;

/// <summary>Adam: steps of even size from running averages of the gradient and its square.</summary>
/// <remarks>
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; x -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps).
/// Source: Kingma and Ba, 2015, algorithm 1. Differs from the paper: eps is added after the correction of v, as PyTorch does.
/// </remarks>
public sealed class Adam : IOptimizer
{
    // PyTorch's default, and the notebook's.
    private const double Epsilon = 1e-8;

    private readonly double _rate;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly float[] _mean;
    private readonly float[] _square;
    private readonly float[] _gradient;
    private int _steps;

    /// <summary>Starts with no memory.</summary>
    /// <param name="length">Values in the image.</param>
    /// <param name="learningRate">Size of a step in the units of the image, above 0.</param>
    /// <param name="beta1">Memory of the gradient, 0 to 1.</param>
    /// <param name="beta2">Memory of its square, 0 to 1.</param>
    public Adam(int length, double learningRate, double beta1 = 0.9, double beta2 = 0.999)
    {
        _rate = learningRate;
        _beta1 = beta1;
        _beta2 = beta2;
        _mean = new float[length];
        _square = new float[length];
        _gradient = new float[length];
    }

    /// <inheritdoc/>
    public double Step(IObjective objective, float[] point)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(point);
        double loss = objective.Evaluate(point, _gradient);
        if (!double.IsFinite(loss))
            return loss;
        _steps++;
        float keep1 = (float)(1 - _beta1), beta2 = (float)_beta2, keep2 = (float)(1 - _beta2);
        float step = (float)(_rate / (1 - Math.Pow(_beta1, _steps)));
        float root = (float)Math.Sqrt(1 - Math.Pow(_beta2, _steps));
        for (int i = 0; i < point.Length; i++)
        {
            float g = _gradient[i];
            float m = _mean[i] += keep1 * (g - _mean[i]);
            float v = _square[i] = (beta2 * _square[i]) + (keep2 * g * g);
            point[i] -= step * m / ((MathF.Sqrt(v) / root) + (float)Epsilon);
        }

        return loss;
    }
}
