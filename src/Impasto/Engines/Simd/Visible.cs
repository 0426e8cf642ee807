using System.Runtime.CompilerServices;

// The benchmark times layers one by one.
[assembly: InternalsVisibleTo("Impasto.Bench.Engines")]
