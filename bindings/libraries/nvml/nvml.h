#include <nvml.h>
